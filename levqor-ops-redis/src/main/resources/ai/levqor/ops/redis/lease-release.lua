-- Gives a lease back.
-- KEYS[1]  the lease, as in lease-take
-- ARGV[1]  its owner
-- ARGV[2]  its token
-- Returns 1; or 0 if it is not held, or not so, and nothing changes.
redis.replicate_commands()
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local lease = redis.call('HMGET', KEYS[1], 'token', 'owner', 'until')

if now > tonumber(lease[3] or '0') or lease[1] ~= ARGV[2] or lease[2] ~= ARGV[1] then
  return 0
end
redis.call('HSET', KEYS[1], 'until', '0')
return 1
