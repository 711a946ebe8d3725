-- Says what became of a fire. The same once more is as once.
-- KEYS: the hash of the job's fires
-- ARGV: the fire's time; its holder and the token; the state and the note
-- Gives 1, or 0 if it is not the holder's any more, or something else was said of it.
local fires, at = KEYS[1], ARGV[1]
local row = redis.call('HMGET', fires, at .. '/state', at .. '/owner', at .. '/token', at .. '/note')
if row[2] ~= ARGV[2] or row[3] ~= ARGV[3] then
  return 0
end
if row[1] ~= 'RUNNING' then
  return (row[1] == ARGV[4] and row[4] == ARGV[5]) and 1 or 0
end
local time = redis.call('TIME')
redis.call('HSET', fires, at .. '/state', ARGV[4], at .. '/note', ARGV[5],
  at .. '/settled', time[1] .. string.format('%03d', math.floor(time[2] / 1000)))
return 1
