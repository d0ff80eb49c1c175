/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api.upload;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.id.TenantId;
import io.carryover.gateway.api.FreshIds;
import io.carryover.gateway.api.sql.Row;
import io.carryover.gateway.api.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Files on their way from a client straight to the object store. */
@ApplicationScoped
public class Uploads {
    private static final Duration VALIDITY = Duration.ofHours(12);
    private static final int MAX_NAME = 200;
    /** S3's own bound. */
    private static final int MAX_PARTS = 10_000;

    private final Sql sql;
    private final UploadStore store;
    private final FreshIds ids;
    private final long maxBytes;
    private final long partBytes;

    /**
     * @param maxBytes largest file taken
     * @param partBytes files above this size are sent in parts of it
     */
    @Inject
    Uploads(
            Sql sql,
            UploadStore store,
            FreshIds ids,
            @ConfigProperty(name = "carryover.api.upload.max-bytes", defaultValue = "1099511627776") long maxBytes,
            @ConfigProperty(name = "carryover.api.upload.part-bytes", defaultValue = "4294967296") long partBytes) {
        this.sql = sql;
        this.store = store;
        this.ids = ids;
        this.maxBytes = maxBytes;
        this.partBytes = partBytes;
    }

    /** An upload as it stands. */
    public record Upload(
            String id,
            String objectKey,
            String fileName,
            long sizeBytes,
            Optional<String> multipart,
            boolean complete) {}

    /** Where to send the file: to {@code url} in one PUT, or each part to its own. */
    public record Begun(Upload upload, Optional<URI> url, List<Part> parts) {}

    /** Bytes {@code from} until {@code from + sizeBytes} of the file go to {@code url}. */
    public record Part(int number, long from, long sizeBytes, URI url) {}

    /** Makes place for a file. */
    @Transactional
    public Begun begin(TenantId tenant, String fileName, long sizeBytes) {
        if (fileName.isBlank()
                || fileName.length() > MAX_NAME
                || fileName.contains("/")
                || fileName.chars().anyMatch(Character::isISOControl)) {
            throw invalid("fileName: a file's name of at most %d characters, without folders".formatted(MAX_NAME));
        }
        long most = Math.min(maxBytes, partBytes * MAX_PARTS);
        if (sizeBytes < 1 || sizeBytes > most) {
            throw invalid("sizeBytes: 1 to %d, not %d".formatted(most, sizeBytes));
        }
        String id = ids.next("up-");
        String objectKey = "uploads/%s/%s".formatted(tenant, id);
        boolean parted = sizeBytes > partBytes;
        Optional<String> multipart = parted ? Optional.of(store.beginMultipart(objectKey)) : Optional.empty();
        sql.update("""
                insert into gateway.upload (id, tenant, object_key, file_name, size_bytes, multipart, state)
                values (?, ?, ?, ?, ?, ?, 'open')""", id, tenant.value(), objectKey, fileName, sizeBytes, multipart.orElse(null));
        var upload = new Upload(id, objectKey, fileName, sizeBytes, multipart, false);
        return multipart
                .map(parts -> new Begun(upload, Optional.empty(), parts(upload, parts)))
                .orElseGet(() -> new Begun(upload, Optional.of(store.presignPut(objectKey, VALIDITY)), List.of()));
    }

    private List<Part> parts(Upload upload, String multipart) {
        int count = Math.toIntExact((upload.sizeBytes() + partBytes - 1) / partBytes);
        return IntStream.rangeClosed(1, count)
                .mapToObj(number -> {
                    long from = (number - 1) * partBytes;
                    long size = Math.min(partBytes, upload.sizeBytes() - from);
                    return new Part(
                            number, from, size, store.presignPart(upload.objectKey(), multipart, number, VALIDITY));
                })
                .toList();
    }

    /**
     * Says that all bytes were sent; the gateway checks that they are there. Repeating it changes nothing.
     *
     * @throws CarryoverException NOT_FOUND, or UPLOAD_INCOMPLETE naming the sizes
     */
    @Transactional
    public Upload complete(TenantId tenant, String id) {
        Upload upload = find(tenant, id, " for update");
        if (upload.complete()) {
            return upload;
        }
        OptionalLong size = store.size(upload.objectKey());
        if (size.isEmpty() && upload.multipart().isPresent()) {
            store.completeMultipart(upload.objectKey(), upload.multipart().orElseThrow());
            size = store.size(upload.objectKey());
        }
        if (size.isEmpty()) {
            throw new CarryoverException(
                    ErrorCode.UPLOAD_INCOMPLETE, "nothing has arrived for upload '%s'".formatted(id));
        }
        if (size.getAsLong() != upload.sizeBytes()) {
            throw new CarryoverException(
                    ErrorCode.UPLOAD_INCOMPLETE,
                    "upload '%s' holds %d bytes, %d were announced"
                            .formatted(id, size.getAsLong(), upload.sizeBytes()));
        }
        sql.update("update gateway.upload set state = 'complete' where id = ?", id);
        return find(tenant, id, "");
    }

    /**
     * A completed upload.
     *
     * @throws CarryoverException NOT_FOUND, or UPLOAD_INCOMPLETE
     */
    public Upload completed(TenantId tenant, String id) {
        Upload upload = find(tenant, id, "");
        if (!upload.complete()) {
            throw new CarryoverException(ErrorCode.UPLOAD_INCOMPLETE, "upload '%s' is not complete".formatted(id));
        }
        return upload;
    }

    private Upload find(TenantId tenant, String id, String locking) {
        return sql.first(
                        "select * from gateway.upload where tenant = ? and id = ?" + locking,
                        Uploads::read,
                        tenant.value(),
                        id)
                .orElseThrow(() -> new CarryoverException(ErrorCode.NOT_FOUND, "no upload '%s'".formatted(id)));
    }

    private static Upload read(Row row) throws SQLException {
        return new Upload(
                row.text("id"),
                row.text("object_key"),
                row.text("file_name"),
                row.number("size_bytes"),
                row.optional("multipart"),
                row.text("state").equals("complete"));
    }

    private static CarryoverException invalid(String message) {
        return new CarryoverException(ErrorCode.INVALID_REQUEST, message);
    }
}
