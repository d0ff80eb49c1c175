/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.api;

import io.carryover.contracts.id.TenantId;
import io.carryover.contracts.json.Json;
import io.carryover.results.Leaderboards;
import io.carryover.results.store.ResultFilter;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** Parts of boards as JSON, written once for each state of the board: the ones used last, up to 64 MiB. */
@ApplicationScoped
class BoardAnswers {
    private static final long MOST_BYTES = 64L << 20;

    private final Map<Wish, Answer> answers = new LinkedHashMap<>(16, 0.75f, true);

    private record Wish(TenantId tenant, ResultFilter filter, Optional<String> variant, String part) {}

    private static final class Answer {
        private final String version;
        private final byte[] plain;
        private final byte[] zipped;

        Answer(String version, byte[] plain) {
            this.version = version;
            this.plain = plain;
            this.zipped = zip(plain);
        }

        long size() {
            return (long) plain.length + zipped.length;
        }
    }

    /** JSON of the part of a board, compressed where {@code gzip}. */
    byte[] json(
            TenantId tenant,
            ResultFilter filter,
            Optional<String> variant,
            Leaderboards.Made board,
            BoardPart part,
            boolean gzip) {
        Wish wish = new Wish(tenant, filter, variant, part.key());
        Answer known = known(wish);
        if (known == null || !known.version.equals(board.version())) {
            known = new Answer(board.version(), Json.bytes(BoardView.of(board.board(), part.of(board.board()))));
            keep(wish, known);
        }
        return gzip ? known.zipped : known.plain;
    }

    private synchronized @Nullable Answer known(Wish wish) {
        return answers.get(wish);
    }

    private synchronized void keep(Wish wish, Answer fresh) {
        answers.values().removeIf(other -> !other.version.equals(fresh.version));
        answers.put(wish, fresh);
        long bytes = answers.values().stream().mapToLong(Answer::size).sum();
        var oldest = answers.values().iterator();
        while (bytes > MOST_BYTES) {
            bytes -= oldest.next().size();
            oldest.remove();
        }
    }

    private static byte[] zip(byte[] plain) {
        var zipped = new ByteArrayOutputStream(plain.length / 4);
        try (var gzip = new GZIPOutputStream(zipped)) {
            gzip.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return zipped.toByteArray();
    }
}
