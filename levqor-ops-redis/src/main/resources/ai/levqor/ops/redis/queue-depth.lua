-- Counts all, and remembers since when the element at each list's head has been seen there.
local ready, retry, dead, quarantine, taken, consumers, seen = unpack(KEYS)
local side = ARGV[1]

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)

local function remember(field, value)
    -- A first change that needs no memory, after which a full server lets the rest pass.
    redis.call('HDEL', seen, '')
    if value then
        redis.call('HSET', seen, field, value)
    else
        redis.call('HDEL', seen, field)
    end
end

-- For how long, at the least, the head has been there. Nothing is known if its neighbour is its equal; and it is another one
-- than the one seen before if the list has become shorter since.
local function age(field, list, count)
    local known = redis.call('HGET', seen, field)
    local head = count > 0 and redis.call('LINDEX', list, side == 'RIGHT' and -1 or 0)
    if not head or head == redis.call('LINDEX', list, side == 'RIGHT' and -2 or 1) then
        if known then
            remember(field, nil)
        end
        return 0
    end
    local id = string.sub(redis.sha1hex(head), 1, 20)
    local since = now
    if known then
        local before, length, was = string.match(known, '^(%d+) (%d+) (%x+)$')
        if was == id and tonumber(length) <= count and tonumber(before) <= now then
            since = tonumber(before)
        end
    end
    local value = string.format('%.0f %d %s', since, count, id)
    if value ~= known then
        remember(field, value)
    end
    return now - since
end

local counts = {
    redis.call('LLEN', ready),
    redis.call('LLEN', retry),
    redis.call('LLEN', dead),
    redis.call('LLEN', quarantine),
    redis.call('HLEN', taken)
}
return {
    counts[1], counts[2], counts[3], counts[4], counts[5],
    math.max(age('ready', ready, counts[1]), age('retry', retry, counts[2])),
    age('dead', dead, counts[3]),
    redis.call('ZRANGEBYSCORE', consumers, '-inf', '(' .. now)
}
