-- Puts up what an instance reports, takes down what is over, and answers with all that is up.
-- KEYS: until (zset: instance, millisecond it is gone), reports (hash: instance, "millisecond report")
-- ARGV: instance, report, length in milliseconds
redis.replicate_commands()
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local gone = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now)
for _, instance in ipairs(gone) do
  redis.call('ZREM', KEYS[1], instance)
  redis.call('HDEL', KEYS[2], instance)
end
redis.call('ZADD', KEYS[1], now + ARGV[3], ARGV[1])
redis.call('HSET', KEYS[2], ARGV[1], string.format('%.0f', now) .. ' ' .. ARGV[2])
local all = {}
local kept = redis.call('HGETALL', KEYS[2])
for i = 1, #kept, 2 do
  local space = string.find(kept[i + 1], ' ', 1, true)
  if space and redis.call('ZSCORE', KEYS[1], kept[i]) then
    all[#all + 1] = kept[i]
    all[#all + 1] = string.format('%.0f', now - tonumber(string.sub(kept[i + 1], 1, space - 1)))
    all[#all + 1] = string.sub(kept[i + 1], space + 1)
  else
    redis.call('HDEL', KEYS[2], kept[i])
  end
end
return all
