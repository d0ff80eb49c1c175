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
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
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
     * @param partBytes files above this size are sent in parts of it, or of more where there would be too many
     */
    @Inject
    Uploads(
            Sql sql,
            UploadStore store,
            FreshIds ids,
            @ConfigProperty(name = "carryover.api.upload.max-bytes", defaultValue = "1099511627776") long maxBytes,
            @ConfigProperty(name = "carryover.api.upload.part-bytes", defaultValue = "33554432") long partBytes) {
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
        if (sizeBytes < 1 || sizeBytes > maxBytes) {
            throw invalid("sizeBytes: 1 to %d, not %d".formatted(maxBytes, sizeBytes));
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
        List<Part> parts = new ArrayList<>();
        partSizes(upload.sizeBytes()).forEach((number, size) -> {
            long from = parts.isEmpty()
                    ? 0
                    : parts.getLast().from() + parts.getLast().sizeBytes();
            parts.add(new Part(number, from, size, store.presignPart(upload.objectKey(), multipart, number, VALIDITY)));
        });
        return parts;
    }

    /** How a file is cut: bytes by number of part. A function of its size alone, so that it needn't be kept. */
    private SortedMap<Integer, Long> partSizes(long sizeBytes) {
        long each = Math.max(partBytes, (sizeBytes + MAX_PARTS - 1) / MAX_PARTS);
        SortedMap<Integer, Long> sizes = new TreeMap<>();
        for (long from = 0; from < sizeBytes; from += each) {
            sizes.put(sizes.size() + 1, Math.min(each, sizeBytes - from));
        }
        return sizes;
    }

    /**
     * Says that all bytes were sent; the gateway checks that they are there. Repeating it changes nothing.
     *
     * @throws CarryoverException NOT_FOUND, or UPLOAD_INCOMPLETE naming the part or the sizes: what lacks may still be sent
     */
    @Transactional
    public Upload complete(TenantId tenant, String id) {
        Upload upload = find(tenant, id, " for update");
        if (upload.complete()) {
            return upload;
        }
        OptionalLong size = store.size(upload.objectKey());
        if (size.isEmpty() && upload.multipart().isPresent()) {
            String multipart = upload.multipart().orElseThrow();
            requireParts(upload, store.arrived(upload.objectKey(), multipart));
            store.completeMultipart(upload.objectKey(), multipart);
            size = store.size(upload.objectKey());
        }
        if (size.isEmpty()) {
            throw incomplete("nothing has arrived for upload '%s'".formatted(id));
        }
        if (size.getAsLong() != upload.sizeBytes()) {
            throw incomplete("upload '%s' holds %d bytes, %d were announced"
                    .formatted(id, size.getAsLong(), upload.sizeBytes()));
        }
        sql.update("update gateway.upload set state = 'complete' where id = ?", id);
        return find(tenant, id, "");
    }

    private void requireParts(Upload upload, SortedMap<Integer, Long> arrived) {
        SortedMap<Integer, Long> expected = partSizes(upload.sizeBytes());
        expected.forEach((number, size) -> {
            Long there = arrived.get(number);
            if (!size.equals(there)) {
                throw incomplete("part %d of %d of upload '%s' has %s of %d bytes"
                        .formatted(number, expected.size(), upload.id(), there == null ? "none" : there, size));
            }
        });
    }

    /**
     * Gives an upload up; what has arrived is dropped.
     *
     * @throws CarryoverException NOT_FOUND; INVALID_REQUEST for one that was completed, which registrations may name
     */
    @Transactional
    public void abort(TenantId tenant, String id) {
        Upload upload = find(tenant, id, " for update");
        if (upload.complete()) {
            throw invalid("upload '%s' is complete: it can't be given up any more".formatted(id));
        }
        store.remove(upload.objectKey(), upload.multipart());
        sql.update("delete from gateway.upload where id = ?", id);
    }

    /**
     * A completed upload.
     *
     * @throws CarryoverException NOT_FOUND, or UPLOAD_INCOMPLETE
     */
    public Upload completed(TenantId tenant, String id) {
        Upload upload = find(tenant, id, "");
        if (!upload.complete()) {
            throw incomplete("upload '%s' is not complete".formatted(id));
        }
        return upload;
    }

    /**
     * Completed uploads that are one checkpoint.
     *
     * @throws CarryoverException NOT_FOUND, UPLOAD_INCOMPLETE, or INVALID_REQUEST where two have one name or all together
     *     are larger than a file may be
     */
    public List<Upload> completed(TenantId tenant, List<String> ids) {
        List<Upload> together = ids.stream().map(id -> completed(tenant, id)).toList();
        Set<String> names = new HashSet<>();
        long bytes = 0;
        for (Upload upload : together) {
            if (!names.add(upload.fileName())) {
                throw invalid("uploads: two of them are called '%s'".formatted(upload.fileName()));
            }
            bytes += Math.min(upload.sizeBytes(), maxBytes);
        }
        if (bytes > maxBytes) {
            throw invalid("uploads: together at most %d bytes".formatted(maxBytes));
        }
        return together;
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

    private static CarryoverException incomplete(String message) {
        return new CarryoverException(ErrorCode.UPLOAD_INCOMPLETE, message);
    }

    private static CarryoverException invalid(String message) {
        return new CarryoverException(ErrorCode.INVALID_REQUEST, message);
    }
}
