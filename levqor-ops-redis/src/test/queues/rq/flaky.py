"""The job that RQ's workers are tested with."""
from rq import get_current_job


def flaky(job, failures):
    redis = get_current_job().connection
    if redis.incr('tries:%d' % job) <= failures:
        raise RuntimeError('not this time')
    redis.rpush('done', job)
