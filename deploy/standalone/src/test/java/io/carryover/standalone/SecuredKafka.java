/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.standalone;

import io.carryover.embedded.EmbeddedKafka;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.acl.AclBinding;

/** A broker as a company runs it: TLS alone, SCRAM for users, and no right for anybody but those that were given. */
final class SecuredKafka implements AutoCloseable {
    private static final String KEYSTORE_PASSWORD = "of-the-keystore";
    private static final String PLAIN = "org.apache.kafka.common.security.plain.PlainLoginModule required ";
    private static final String SCRAM = "org.apache.kafka.common.security.scram.ScramLoginModule required ";
    private static final String BROKER = "username=\"broker\" password=\"of-the-broker\" ";

    private final Path folder;
    private final EmbeddedKafka kafka;
    private final Admin admin;

    private SecuredKafka(Path folder, EmbeddedKafka kafka) {
        this.folder = folder;
        this.kafka = kafka;
        this.admin = Admin.create(Map.of(
                "bootstrap.servers",
                kafka.bootstrap(),
                "security.protocol",
                "SASL_SSL",
                "sasl.mechanism",
                "PLAIN",
                "sasl.jaas.config",
                PLAIN + BROKER + ";",
                "ssl.truststore.type",
                "PEM",
                "ssl.truststore.location",
                folder.resolve("ca.crt").toString()));
    }

    static SecuredKafka start(Path folder) throws Exception {
        Files.createDirectories(folder);
        keytool(
                folder,
                "-genkeypair",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=broker",
                "-ext",
                "san=ip:127.0.0.1");
        keytool(folder, "-exportcert", "-rfc", "-file", folder.resolve("ca.crt").toString());
        return new SecuredKafka(folder, new EmbeddedKafka(folder.resolve("data"), settings(folder)));
    }

    private static Map<String, String> settings(Path folder) {
        return Map.ofEntries(
                // The listener of clients and brokers keeps its name, and asks; the controller's is the broker's own.
                Map.entry("listener.security.protocol.map", "PLAINTEXT:SASL_SSL,CONTROLLER:PLAINTEXT"),
                Map.entry("ssl.keystore.type", "PKCS12"),
                Map.entry("ssl.keystore.location", folder.resolve("broker.p12").toString()),
                Map.entry("ssl.keystore.password", KEYSTORE_PASSWORD),
                Map.entry("ssl.truststore.type", "PEM"),
                Map.entry("ssl.truststore.location", folder.resolve("ca.crt").toString()),
                Map.entry("sasl.enabled.mechanisms", "PLAIN,SCRAM-SHA-512"),
                Map.entry("sasl.mechanism.inter.broker.protocol", "PLAIN"),
                Map.entry(
                        "listener.name.plaintext.plain.sasl.jaas.config",
                        PLAIN + BROKER + "user_broker=\"of-the-broker\";"),
                Map.entry("listener.name.plaintext.scram-sha-512.sasl.jaas.config", SCRAM + ";"),
                Map.entry("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer"),
                Map.entry("super.users", "User:broker;User:ANONYMOUS"));
    }

    String bootstrap() {
        return kafka.bootstrap();
    }

    /** Makes a user; gives the {@code client.properties} that it signs in with, in the form that docs/kubernetes.md shows. */
    Path user(String name) throws IOException, ExecutionException, InterruptedException, TimeoutException {
        String password = "of-" + name;
        admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(
                        name, new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096), password)))
                .all()
                .get(30, TimeUnit.SECONDS);
        return Files.writeString(
                folder.resolve(name + ".properties"), """
                security.protocol=SASL_SSL
                sasl.mechanism=SCRAM-SHA-512
                sasl.jaas.config=%susername="%s" password="%s";
                ssl.truststore.type=PEM
                ssl.truststore.location=%s
                """.formatted(SCRAM, name, password, folder.resolve("ca.crt")));
    }

    void allow(Collection<AclBinding> rights) throws Exception {
        admin.createAcls(rights).all().get(30, TimeUnit.SECONDS);
    }

    private static void keytool(Path folder, String... command) throws IOException, InterruptedException {
        var program = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin/keytool").toString()));
        program.addAll(List.of(command));
        program.addAll(List.of(
                "-alias",
                "broker",
                "-storetype",
                "PKCS12",
                "-keystore",
                folder.resolve("broker.p12").toString(),
                "-storepass",
                KEYSTORE_PASSWORD));
        Path said = folder.resolve("keytool.log");
        Process process = new ProcessBuilder(program)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        if (process.waitFor() != 0) {
            throw new IOException(Files.readString(said));
        }
    }

    @Override
    public void close() {
        admin.close();
        kafka.close();
    }
}
