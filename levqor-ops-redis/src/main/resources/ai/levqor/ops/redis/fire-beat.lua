-- Says that the holder of a fire is alive.
-- KEYS: the hash of the job's fires
-- ARGV: the fire's time; its holder and the token; the beat, unlike any before
-- Gives 1, or 0 if it is not the holder's any more.
local fires, at = KEYS[1], ARGV[1]
local row = redis.call('HMGET', fires, at .. '/state', at .. '/owner', at .. '/token')
if row[1] ~= 'RUNNING' or row[2] ~= ARGV[2] or row[3] ~= ARGV[3] then
  return 0
end
redis.call('HSET', fires, at .. '/beat', ARGV[4])
return 1
