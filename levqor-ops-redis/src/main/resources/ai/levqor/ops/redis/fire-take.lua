-- Takes a fire that nobody has taken, and forgets old ones then. The same once more is as once.
-- KEYS: the hash of the job's fires; the order in which they were taken
-- ARGV: the fire's time; who takes it; its first beat; how many of the newest are kept; how many older ones that run
-- Gives state, owner, token and beat of the fire, as they are now.
local fires, order, at = KEYS[1], KEYS[2], ARGV[1]

local function row()
  return redis.call('HMGET', fires, at .. '/state', at .. '/owner', at .. '/token', at .. '/beat')
end

local function forget(old)
  redis.call('ZREM', order, old)
  redis.call('HDEL', fires, old .. '/state', old .. '/owner', old .. '/token', old .. '/beat', old .. '/by',
    old .. '/note', old .. '/taken', old .. '/settled')
end

local found = row()
if found[1] then
  return found
end
local last = redis.call('ZREVRANGE', order, 0, 0, 'WITHSCORES')
local time = redis.call('TIME')
redis.call('HSET', fires, at .. '/state', 'RUNNING', at .. '/owner', ARGV[2], at .. '/token', '1',
  at .. '/beat', ARGV[3], at .. '/note', '', at .. '/taken', time[1] .. string.format('%03d', math.floor(time[2] / 1000)))
redis.call('ZADD', order, string.format('%.0f', (tonumber(last[2]) or 0) + 1), at)
local running = 0
for _, old in ipairs(redis.call('ZREVRANGE', order, ARGV[4], -1)) do
  if redis.call('HGET', fires, old .. '/state') == 'RUNNING' and running < tonumber(ARGV[5]) then
    running = running + 1
  else
    forget(old)
  end
end
return row()
