"""A producer and a worker of a stream, told what to do by lines: "add FAILURES COUNT", "work", "counts". Each is answered by one
line. A job fails so many times, which Redis counts, and is then done; each failure puts it in the dead stream."""
import sys
import traceback

from redis import Redis, ResponseError

redis = Redis(port=int(sys.argv[1]), decode_responses=True)
stream = sys.argv[2]
group = 'workers'
try:
    redis.xgroup_create(stream, group, id='0', mkstream=True)
except ResponseError as e:
    if 'BUSYGROUP' not in str(e):
        raise


def add(failures, count):
    first = redis.incrby('added', int(count)) - int(count)
    for job in range(first, first + int(count)):
        redis.xadd(stream, {'job': job, 'failures': failures})


def work():
    while True:
        read = redis.xreadgroup(group, 'one', {stream: '>'}, count=5)
        if not read:
            return
        for entry, fields in read[0][1]:
            if redis.incr('tries:' + fields['job']) <= int(fields['failures']):
                redis.xadd(stream + ':dead', dict(fields, error='not this time'))
            else:
                redis.rpush('done', fields['job'])
            redis.xack(stream, group, entry)


def counts():
    known = redis.xinfo_groups(stream)[0]
    ready = len(redis.xrange(stream, min='(' + known['last-delivered-id']))
    return '%d %d %d' % (ready, known['pending'], redis.xlen(stream + ':dead'))


for line in sys.stdin:
    try:
        command, *words = line.split()
        print('= %s' % ({'add': add, 'work': work, 'counts': counts}[command](*words) or 'ok'), flush=True)
    except Exception:
        print('! ' + traceback.format_exc().replace('\n', ' '), flush=True)
