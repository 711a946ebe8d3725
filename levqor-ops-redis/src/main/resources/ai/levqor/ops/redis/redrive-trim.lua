-- Ends a transaction that has pushed dead jobs to the retry list and written down who they are: they are trimmed away, and counted.
-- If the last of them is not there, the pushes were refused, and nothing of this is done.
local redrive, dead, retry, uncounted = unpack(KEYS)
local tail, last, from, to, operation, moved, left, elements = unpack(ARGV)

if redis.pcall('LINDEX', retry, tail) ~= last then
    if tonumber(elements) > 0 then
        redis.call('LTRIM', uncounted, 0, -elements - 1)
    end
    return redis.error_reply('ERR the jobs are not in the list they were pushed to')
end
redis.call('LTRIM', dead, from, to)
redis.call('HSET', redrive, 'op', operation, 'moved', moved, 'left', left)
return 1
