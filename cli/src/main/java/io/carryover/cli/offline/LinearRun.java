/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.offline;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.protocols.linear.LabelledRows;
import io.carryover.protocols.linear.Labels;
import io.carryover.protocols.linear.LinearProbe;
import io.carryover.protocols.linear.LinearProtocol;
import io.carryover.protocols.linear.LinearResult;
import io.carryover.protocols.linear.ProbeMonitor;
import io.carryover.protocols.linear.StreamedProbe;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One linear probe on feature files: from memory, or in passes over the files where one holds more than memory should.
 *
 * @param streamed what the passes took, if there were any
 */
record LinearRun(LinearResult result, Optional<StreamedProbe.Outcome> streamed) {
    /** From memory a probe takes about this often what its training features do: layouts, and train and val joined. */
    private static final int SHARE = 4;

    /**
     * The files of a probe, and what it may take.
     *
     * @param mebibytes of features that a file may hold to be read as a whole; 0: what the heap suggests
     * @param confirmed whether {@code study} may take its many passes
     */
    record Request(Path train, Path val, Path test, int mebibytes, boolean confirmed) {
        long memory() {
            return mebibytes > 0 ? (long) mebibytes << 20 : Runtime.getRuntime().maxMemory() / SHARE;
        }
    }

    /**
     * Multi-label features are always taken from memory.
     *
     * @throws CarryoverException INVALID_REQUEST where {@code study} would read a file thousands of times and nobody has
     *     confirmed that; otherwise as the probes and {@link FeatureFile#read}
     */
    static LinearRun of(Request request, LinearProbe.Settings settings, ProbeMonitor monitor) {
        long most = Math.max(
                RowsFile.bytes(request.train()),
                Math.max(RowsFile.bytes(request.val()), RowsFile.bytes(request.test())));
        if (most > request.memory() && FeatureFile.readLabels(request.train()) instanceof Labels.Single) {
            return inPasses(request, settings, monitor);
        }
        LinearResult result = LinearProbe.run(
                FeatureFile.read(request.train()),
                FeatureFile.read(request.val()),
                FeatureFile.read(request.test()),
                settings,
                monitor);
        return new LinearRun(result, Optional.empty());
    }

    private static LinearRun inPasses(Request request, LinearProbe.Settings settings, ProbeMonitor monitor) {
        try (RowsFile train = RowsFile.open(request.train());
                RowsFile val = RowsFile.open(request.val());
                RowsFile test = RowsFile.open(request.test())) {
            LabelledRows trained = new LabelledRows(train, FeatureFile.readLabels(request.train()));
            if (settings.protocol() == LinearProtocol.STUDY && !request.confirmed()) {
                throw new CarryoverException(
                        ErrorCode.INVALID_REQUEST,
                        "study would read %s, %.1f GB, up to %d times, about %.1f hours here: confirm with --yes, raise --memory (and CARRYOVER_CLI_HEAP), or take --protocol converged"
                                .formatted(
                                        request.train(),
                                        RowsFile.bytes(request.train()) / 1e9,
                                        StreamedProbe.STUDY_PASSES,
                                        StreamedProbe.STUDY_PASSES
                                                * StreamedProbe.secondsPerPass(trained, settings.threads())
                                                / 3600));
            }
            StreamedProbe.Outcome outcome = StreamedProbe.run(
                    trained,
                    new LabelledRows(val, FeatureFile.readLabels(request.val())),
                    new LabelledRows(test, FeatureFile.readLabels(request.test())),
                    settings,
                    request.memory(),
                    monitor);
            return new LinearRun(outcome.result(), Optional.of(outcome));
        }
    }

    /** What the passes took, for a JSON document. */
    Optional<Map<String, Object>> passes() {
        return streamed.map(outcome -> {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("sweep", outcome.sweepPasses());
            json.put("sweep_seconds", outcome.sweepSeconds());
            json.put("last", outcome.lastPasses());
            return json;
        });
    }
}
