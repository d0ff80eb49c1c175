/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.engine;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;

/** How every session of ONNX Runtime is set, and what its errors mean. */
final class OnnxSessions {
    private OnnxSessions() {}

    /** One thread per call: callers bring their own threads. */
    static OrtSession.SessionOptions options() throws OrtException {
        OrtSession.SessionOptions session = new OrtSession.SessionOptions();
        session.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL); // what matters comes as an exception
        session.setIntraOpNumThreads(1);
        session.setInterOpNumThreads(1);
        session.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
        session.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
        session.addConfigEntry("session.intra_op.allow_spinning", "0");
        return session;
    }

    static String firstLine(OrtException e) {
        String line = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        return line.length() > 300 ? line.substring(0, 300) + "…" : line;
    }

    static CarryoverException failed(OrtException e) {
        String message = String.valueOf(e.getMessage());
        ErrorCode code = message.contains("bad_alloc") || message.contains("allocate memory")
                ? ErrorCode.OUT_OF_MEMORY
                : ErrorCode.INTERNAL;
        return new CarryoverException(code, "ONNX Runtime: " + firstLine(e), e);
    }
}
