"""A producer and a worker of RQ, told what to do by lines: "add FAILURES COUNT", "work", "counts". Each is answered by one line.
A job fails so many times, which Redis counts, and is then done."""
import sys
import traceback

from redis import Redis
from rq import Queue, SimpleWorker
from rq.registry import FailedJobRegistry, StartedJobRegistry

from flaky import flaky

redis = Redis(port=int(sys.argv[1]))
queue = Queue(sys.argv[2], connection=redis)


def add(failures, count, *ttl):
    first = redis.incrby('added', int(count)) - int(count)
    for job in range(first, first + int(count)):
        queue.enqueue(flaky, job, int(failures), failure_ttl=int(ttl[0]) if ttl else None)


def work():
    SimpleWorker([queue], connection=redis).work(burst=True, logging_level='WARNING')


def counts():
    return '%d %d %d' % (len(queue), StartedJobRegistry(queue=queue).count, FailedJobRegistry(queue=queue).count)


for line in sys.stdin:
    try:
        command, *words = line.split()
        print('= %s' % ({'add': add, 'work': work, 'counts': counts}[command](*words) or 'ok'), flush=True)
    except Exception:
        print('! ' + traceback.format_exc().replace('\n', ' '), flush=True)
