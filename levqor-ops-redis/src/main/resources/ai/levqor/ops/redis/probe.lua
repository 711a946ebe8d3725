-- Writes a key of nobody's, which is gone after a while in any case, reads it and removes it.
-- KEYS: the key
-- ARGV: what to write; how many milliseconds it lasts at most
-- Gives what was read.
redis.call('HSET', KEYS[1], 'probe', ARGV[1])
redis.call('PEXPIRE', KEYS[1], ARGV[2])
local read = redis.call('HGET', KEYS[1], 'probe')
redis.call('DEL', KEYS[1])
return read
