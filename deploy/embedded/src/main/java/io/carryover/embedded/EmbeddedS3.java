/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.embedded;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

/** An S3 server inside this JVM, on 127.0.0.1 only, that keeps each object as a file below its data folder. */
public final class EmbeddedS3 implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(EmbeddedS3.class.getName());
    /** The server holds a request whose body isn't sent in signed chunks in memory: uploads come in smaller parts. */
    private static final long LARGEST_UNCHUNKED_BODY = 64L << 20;

    private final S3Proxy server;
    private final FilesystemNio2BlobStore store;
    private final String accessKey;
    private final String secretKey;
    private final int port;
    private boolean closed;

    /** A server on a free port. */
    public EmbeddedS3(Path dataDir) {
        this(dataDir, 0);
    }

    /**
     * Starts the server and returns once it listens. Its keys are made at the first start and kept beside the data, for
     * their owner alone.
     *
     * @param dataDir folder of this server alone
     * @param port 0 takes a free one
     * @throws CarryoverException PORT_IN_USE when a given port is taken, STORE_UNAVAILABLE when it can't start
     */
    public EmbeddedS3(Path dataDir, int port) {
        QuietLogs.apply();
        if (port != 0 && !Ports.isFree(port)) {
            throw new CarryoverException(ErrorCode.PORT_IN_USE, "port " + port + " for the object store is in use");
        }
        try {
            Secrets.createPrivateDirectories(dataDir);
            SecureRandom random = new SecureRandom();
            accessKey = Secrets.loadOrMake(dataDir.resolve("access-key"), random);
            secretKey = Secrets.loadOrMake(dataDir.resolve("secret-key"), random);
            Path objects = Files.createDirectories(dataDir.resolve("buckets"));
            store = new FilesystemNio2BlobStore(objects.toAbsolutePath().toString());
            server = S3Proxy.builder()
                    .blobStore(new DiskFullBlobStore(store))
                    .awsAuthentication(AuthenticationType.AWS_V4, accessKey, secretKey)
                    .endpoint(URI.create("http://127.0.0.1:" + port))
                    .v4MaxNonChunkedRequestSize(LARGEST_UNCHUNKED_BODY)
                    .ignoreUnknownHeaders(true)
                    .jettyMaxThreads(64)
                    .stopTimeout(0)
                    .build();
        } catch (IOException e) {
            throw new CarryoverException(
                    ErrorCode.STORE_UNAVAILABLE,
                    "embedded object store can't use " + dataDir + ": " + e.getMessage(),
                    e);
        }
        try {
            server.start();
            this.port = server.getPort();
        } catch (Exception e) {
            close();
            throw new CarryoverException(
                    ErrorCode.STORE_UNAVAILABLE, "embedded object store did not start: " + e.getMessage(), e);
        }
    }

    /** {@code http://127.0.0.1:port}. */
    public String endpoint() {
        return "http://127.0.0.1:" + port();
    }

    /** The port it listens on; afterwards the one it had, for the next server on these data. */
    public int port() {
        return port;
    }

    /** The key's public half. */
    public String accessKey() {
        return accessKey;
    }

    /** The key's secret half. */
    public String secretKey() {
        return secretKey;
    }

    /** Makes the bucket unless it is there. */
    public void ensureBucket(String bucket) {
        if (!store.containerExists(bucket)) {
            store.createContainer(bucket);
        }
    }

    /** Stops at once: requests under way are cut, as the object store promises nothing for them. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            server.stop();
        } catch (Exception e) {
            LOG.log(System.Logger.Level.WARNING, "embedded object store did not stop cleanly", e);
        }
    }
}
