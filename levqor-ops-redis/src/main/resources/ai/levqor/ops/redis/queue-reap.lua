-- Gives the jobs of a consumer whose time is over back to the head of the ready list.
local consumers, taken, lanes, ready = unpack(KEYS)
local side, consumer = unpack(ARGV)

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local deadline = redis.call('ZSCORE', consumers, consumer)
if not deadline or tonumber(deadline) >= now then
    return 0
end
redis.call('LLEN', ready)
-- A rehearsal, and a first change that needs no memory, after which a full server lets the rest pass.
redis.call('HDEL', taken, '')
local mine = consumer .. '/'
local given = 0
for _, lane in ipairs(redis.call('HKEYS', taken)) do
    if string.sub(lane, 1, #mine) == mine then
        redis.call(side == 'RIGHT' and 'RPUSH' or 'LPUSH', ready, redis.call('HGET', taken, lane))
        redis.call('HDEL', taken, lane)
        given = given + 1
    end
end
for _, lane in ipairs(redis.call('HKEYS', lanes)) do
    if string.sub(lane, 1, #mine) == mine then
        redis.call('HDEL', lanes, lane)
    end
end
redis.call('ZREM', consumers, consumer)
return given
