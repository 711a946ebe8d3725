-- Redrives are written down at first, and counted before anybody looks. An element of the list is twenty fingerprints and fewer of
-- jobs that were redriven, or one of a job that is done, after a minus. This counts the oldest element. All in the list are of one
-- redrive, and nobody was counted when that began: equal jobs of it count once.
local function count_oldest(uncounted, redriven)
    local life = redis.call('TTL', uncounted)
    local some = redis.call('LPOP', uncounted)
    if string.sub(some, 1, 1) == '-' then
        redis.call('HDEL', redriven, string.sub(some, 2))
        return
    end
    local ids = {}
    for i = 1, #some, 20 do
        ids[#ids + 1] = string.sub(some, i, i + 19)
    end
    local before = redis.call('HMGET', redriven, unpack(ids))
    local counts = {}
    for i = 1, #ids do
        counts[2 * i - 1], counts[2 * i] = ids[i], before[i] or 1
    end
    redis.call('HSET', redriven, unpack(counts))
    if life > 0 and redis.call('TTL', redriven) < 0 then
        redis.call('EXPIRE', redriven, life)
    end
end

