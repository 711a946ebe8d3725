package ai.levqor.ops.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A key and a certificate that it signed itself, by the JDK's keytool: as files for a server, and as stores for a client. */
final class TlsCertificate {
    /** Of the stores. */
    static final String PASSWORD = "changeit";

    private static final String ALIAS = "redis";

    private final Path folder;
    private final KeyStore keys;

    private TlsCertificate(Path folder, KeyStore keys) {
        this.folder = folder;
        this.keys = keys;
    }

    /**
     * Makes one.
     *
     * @param folder where its files go; it must be empty
     * @param name for whom it is, as keytool has it: {@code ip:127.0.0.1}, {@code dns:redis.example}
     */
    static TlsCertificate of(Path folder, String name) throws Exception {
        var store = folder.resolve("keys.p12");
        keytool("-genkeypair -alias " + ALIAS + " -keyalg EC -groupname secp256r1 -validity 2 -dname CN=redis -ext san="
                + name + " -storetype PKCS12 -storepass " + PASSWORD + " -keystore " + store);
        var made = new TlsCertificate(folder, KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray()));
        made.write();
        return made;
    }

    private static void keytool(String words) throws IOException, InterruptedException {
        var keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        var process = new ProcessBuilder((keytool + " " + words).split(" ", -1))
                .redirectErrorStream(true)
                .start();
        var said = new String(process.getInputStream().readAllBytes(), UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException("keytool failed: " + said);
        }
    }

    private void write() throws GeneralSecurityException, IOException {
        pem("key.pem", "PRIVATE KEY", keys.getKey(ALIAS, PASSWORD.toCharArray()).getEncoded());
        pem("certificate.pem", "CERTIFICATE", keys.getCertificate(ALIAS).getEncoded());
        try (var out = Files.newOutputStream(trustStore())) {
            trusting().store(out, PASSWORD.toCharArray());
        }
    }

    private void pem(String file, String what, byte[] encoded) throws IOException {
        var text = Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(encoded);
        Files.writeString(
                folder.resolve(file), "-----BEGIN " + what + "-----\n" + text + "\n-----END " + what + "-----\n");
    }

    /** Of a server that shows it, and asks nobody for a certificate unless later options say so. */
    List<String> options() {
        var certificate = folder.resolve("certificate.pem").toString();
        return List.of(
                "--tls-cert-file",
                certificate,
                "--tls-key-file",
                folder.resolve("key.pem").toString(),
                "--tls-ca-cert-file",
                certificate,
                "--tls-auth-clients",
                "no");
    }

    /** A file with the certificate. */
    Path trustStore() {
        return folder.resolve("trust.p12");
    }

    private KeyStore trusting() throws GeneralSecurityException, IOException {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry(ALIAS, keys.getCertificate(ALIAS));
        return store;
    }

    /** Of a client that trusts whoever shows it, and has none itself. */
    SSLContext trusted() throws GeneralSecurityException, IOException {
        return context(new KeyManager[0]);
    }

    /** Of a client that trusts whoever shows it, and shows it, too. */
    SSLContext mutual() throws GeneralSecurityException, IOException {
        var own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, PASSWORD.toCharArray());
        return context(own.getKeyManagers());
    }

    private SSLContext context(KeyManager[] own) throws GeneralSecurityException, IOException {
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusting());
        var context = SSLContext.getInstance("TLS");
        context.init(own, trust.getTrustManagers(), null);
        return context;
    }
}
