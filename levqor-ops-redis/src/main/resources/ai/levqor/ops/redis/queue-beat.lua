-- A consumer lives on for a while, by the server's clock. Answers with those whose time is over.
local consumers = KEYS[1]
local consumer, life = unpack(ARGV)

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
-- A first change that needs no memory, after which a full server lets the rest pass.
redis.call('ZREM', consumers, '')
redis.call('ZADD', consumers, now + life, consumer)
return redis.call('ZRANGEBYSCORE', consumers, '-inf', '(' .. now)
