-- Gives a lease to an owner, or renews its own.
-- KEYS[1]  the lease: token, the greatest ever given; owner, whose that is; until, its last millisecond by this clock
-- ARGV[1]  the owner
-- ARGV[2]  how long, in milliseconds
-- Returns the token; nothing if somebody else holds it.
redis.replicate_commands() -- a server before Redis 7 may be set to write nothing after it was asked for the time
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local lease = redis.call('HMGET', KEYS[1], 'token', 'owner', 'until')
local token = tonumber(lease[1] or '0')
local last = tonumber(lease[3] or '0')
local ends = now + ARGV[2]

if now > last then
  -- Microseconds, so that tokens grow even where those that were given are forgotten.
  token = string.format('%.0f', math.max(token + 1, time[1] * 1000000 + time[2]))
  redis.call('HSET', KEYS[1], 'token', token, 'owner', ARGV[1], 'until', string.format('%.0f', ends))
  return token
end
if lease[2] ~= ARGV[1] then
  return false
end
if ends > last then
  redis.call('HSET', KEYS[1], 'until', string.format('%.0f', ends))
end
return lease[1]
