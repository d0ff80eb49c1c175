/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.job;

/**
 * The exact recipe of a task: {@code study} (what the paper's code did) or {@code converged} (what it meant), with a
 * version that is raised when its numbers may change. Numbers of different protocols never share a column.
 */
public record ProtocolId(String name, int version) {
    public static final ProtocolId STUDY = new ProtocolId("study", 1);
    public static final ProtocolId CONVERGED = new ProtocolId("converged", 1);
    /** Nearest neighbours as DINO has them: beyond the study. */
    public static final ProtocolId DINO = new ProtocolId("dino", 1);

    /** Text form {@code study/1}. */
    public String id() {
        return name + "/" + version;
    }
}
