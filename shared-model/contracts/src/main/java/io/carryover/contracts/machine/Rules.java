/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.machine;

/**
 * The rules that were added because a violation was found without them. Production has them all; tests take one away to
 * show the violation.
 *
 * @param fresh a second start is stopped only when the first is heard after it
 * @param count adopting a second start counts the first as dead
 * @param fullControl control says the whole state of a job, not the latest command
 * @param reopen a job that becomes cancelled while it is wanted opens its next run
 * @param deadLetter a dead letter counts only for the current dispatch and only while no attempt is heard after it
 * @param look a committed outcome is looked for before a job ends as failed, and again by the sweeper
 * @param keptNotCounted an outcome of a cancelled job that nobody wants is kept, and no result is written
 * @param quarantine a lost outcome is taken away before its job runs again
 * @param refuse a success that names a quarantined outcome is refused
 * @param once a job writes its results once
 */
record Rules(
        boolean fresh,
        boolean count,
        boolean fullControl,
        boolean reopen,
        boolean deadLetter,
        boolean look,
        boolean keptNotCounted,
        boolean quarantine,
        boolean refuse,
        boolean once) {
    static final Rules ALL = new Rules(true, true, true, true, true, true, true, true, true, true);
}
