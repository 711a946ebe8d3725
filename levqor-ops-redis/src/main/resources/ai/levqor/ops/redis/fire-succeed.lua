-- Gives the fire of a dead holder to another, or abandons it, if the holder has not beaten. The same once more is as once.
-- KEYS: the hash of the job's fires
-- ARGV: the fire's time; the token and the beat that were seen; the successor's id for this, which is its first beat; the
--       successor, or '' to abandon; the note if it is abandoned
-- Gives the successor's token, or that which was abandoned; 0 if something else is there.
local fires, at = KEYS[1], ARGV[1]
local row = redis.call('HMGET', fires, at .. '/state', at .. '/token', at .. '/beat', at .. '/by')
if row[4] == ARGV[4] then
  return tonumber(row[2])
end
if row[1] ~= 'RUNNING' or row[2] ~= ARGV[2] or row[3] ~= ARGV[3] then
  return 0
end
local time = redis.call('TIME')
local now = time[1] .. string.format('%03d', math.floor(time[2] / 1000))
if ARGV[5] ~= '' then
  local token = tonumber(row[2]) + 1
  redis.call('HSET', fires, at .. '/owner', ARGV[5], at .. '/token', string.format('%.0f', token), at .. '/beat', ARGV[4],
    at .. '/by', ARGV[4], at .. '/taken', now)
  return token
end
redis.call('HSET', fires, at .. '/state', 'ABANDONED', at .. '/by', ARGV[4], at .. '/note', ARGV[6],
  at .. '/settled', now)
return tonumber(row[2])
