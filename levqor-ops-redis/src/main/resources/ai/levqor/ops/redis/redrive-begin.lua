-- Takes over a redrive, or begins it: only if nobody has done so since the token was read.
local redrive, dead, redriven, uncounted = unpack(KEYS)
local expected, mover, name = unpack(ARGV)

local token = redis.call('HGET', redrive, 'token') or '0'
if token ~= expected then
    return 0
end
local count = redis.call('LLEN', dead)
local fresh = redis.call('HLEN', redriven) == 0 and redis.call('LLEN', uncounted) == 0
local state = {'token', token + 1, 'mover', mover, 'op', 0}
if redis.call('HGET', redrive, 'name') == name then
    state[7], state[8] = 'left', math.min(count, tonumber(redis.call('HGET', redrive, 'left')))
else
    for _, word in ipairs({
        'name', name, 'found', count, 'moved', 0, 'quarantined', 0, 'left', count, 'fresh', fresh and 1 or 0
    }) do
        state[#state + 1] = word
    end
end
-- The highest count there may be: unknown if somebody else counted.
if fresh then
    state[#state + 1], state[#state + 2] = 'highest', 0
elseif not redis.call('HGET', redrive, 'highest') then
    state[#state + 1], state[#state + 2] = 'highest', 1000000
end
redis.call('HSET', redrive, unpack(state))
return 1
