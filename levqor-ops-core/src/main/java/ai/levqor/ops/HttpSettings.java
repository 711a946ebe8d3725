package ai.levqor.ops;

import java.util.List;

/**
 * What the filter needs to know.
 *
 * @param prefix put before every route; empty, or begins with a slash and does not end with one
 * @param publicReads whether reads without a token are answered
 * @param adminTokens the tokens that are accepted; empty closes the admin routes
 */
public record HttpSettings(String prefix, boolean publicReads, List<String> adminTokens) {

    public HttpSettings {
        adminTokens = List.copyOf(adminTokens);
    }

    /** Without the tokens. */
    @Override
    public String toString() {
        return "HttpSettings[prefix=" + prefix + ", publicReads=" + publicReads + ", adminTokens=" + adminTokens.size()
                + "]";
    }
}
