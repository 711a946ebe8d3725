-- Tells who holds a lease.
-- KEYS[1]  the lease, as in lease-take
-- Returns its owner and its token; nothing if nobody holds it.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local lease = redis.call('HMGET', KEYS[1], 'token', 'owner', 'until')

if now > tonumber(lease[3] or '0') then
  return false
end
return {lease[2], lease[1]}
