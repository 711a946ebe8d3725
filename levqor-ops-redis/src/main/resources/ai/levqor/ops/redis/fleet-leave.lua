-- Takes the report of an instance down.
-- KEYS: until (zset), reports (hash)
-- ARGV: instance
redis.call('ZREM', KEYS[1], ARGV[1])
redis.call('HDEL', KEYS[2], ARGV[1])
return 1
