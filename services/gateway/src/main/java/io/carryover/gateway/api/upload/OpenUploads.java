/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api.upload;

import io.carryover.gateway.api.sql.Sql;
import io.carryover.gateway.core.garbage.Leftovers;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** Uploads that were begun and never completed: their URLs have long ended. */
@ApplicationScoped
class OpenUploads implements Leftovers {
    private final Sql sql;
    private final UploadStore store;

    @Inject
    OpenUploads(Sql sql, UploadStore store) {
        this.sql = sql;
        this.store = store;
    }

    private record Open(String id, String objectKey, Optional<String> multipart) {}

    @Override
    @Transactional
    public int drop(Instant begunBefore, boolean dryRun) {
        List<Open> open = sql.list(
                "select id, object_key, multipart from gateway.upload where state = 'open' and created_at < ? for update",
                row -> new Open(row.text("id"), row.text("object_key"), row.optional("multipart")),
                begunBefore.atOffset(ZoneOffset.UTC));
        if (!dryRun) {
            for (Open upload : open) {
                store.remove(upload.objectKey(), upload.multipart());
                sql.update("delete from gateway.upload where id = ?", upload.id());
            }
        }
        return open.size();
    }
}
