package ai.levqor.ops.servlet.route;

import ai.levqor.ops.servlet.http.Call;
import ai.levqor.ops.servlet.http.EntityTag;
import ai.levqor.ops.servlet.http.OpsResponse;

/** An answer with its entity tag, rendered once and given many times. */
record Tagged(EntityTag tag, OpsResponse full, OpsResponse notModified) {

    static Tagged of(OpsResponse plain) {
        var tag = EntityTag.of(plain.body());
        var full = plain.with("ETag", tag.value()).with("Vary", "X-ADMIN-TOKEN, Authorization");
        return new Tagged(tag, full, full.notModified());
    }

    /** The whole answer, or that the client has it already. */
    OpsResponse answer(Call call) {
        return tag.isIn(call.request().headers().first("If-None-Match")) ? notModified : full;
    }
}
