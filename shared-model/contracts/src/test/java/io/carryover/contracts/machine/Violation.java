/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.machine;

/** What must never happen. */
enum Violation {
    /** Two values stand under one result key. */
    TWO_RESULTS,
    /** A result was written for a cancelled job that nobody wants. */
    UNWANTED_RESULT,
    /** From some state nothing fair leads to an end that the wishes ask for. */
    STUCK,
    /** A job was reported as failed while its attempt computed, or because of a dispatch that is past. */
    FAILED_ALIVE,
    /** A record was acknowledged and nothing but three silent locks can save the job. */
    ORPHANED,
    /** The gateway has told an attempt to stop, and control doesn't say so. */
    CONTROL_FORGOT,
    /** A job was handed out again although as many attempts died as may. */
    KILLS_ON,
    /** A job succeeded and its result was not written. */
    RESULT_FORGOTTEN
}
