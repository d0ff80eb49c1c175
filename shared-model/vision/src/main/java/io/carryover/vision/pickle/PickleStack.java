/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.pickle;

import io.carryover.vision.checkpoint.ByteSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Stack, marks and memo of one pickle, bounded. */
final class PickleStack {
    private final ByteSource source;
    private final Map<Long, PickleValue> memo = new HashMap<>();
    private final Deque<List<PickleValue>> below = new ArrayDeque<>();
    private List<PickleValue> items = new ArrayList<>();
    private int depth;

    PickleStack(ByteSource source) {
        this.source = source;
    }

    void push(PickleValue value) {
        items.add(value);
    }

    PickleValue pop() {
        if (items.isEmpty()) {
            throw source.notACheckpoint("damaged: its pickle takes from an empty stack");
        }
        return items.removeLast();
    }

    PickleValue top() {
        if (items.isEmpty()) {
            throw source.notACheckpoint("damaged: its pickle takes from an empty stack");
        }
        return items.getLast();
    }

    void mark() {
        if (++depth > PickleLimits.DEPTH) {
            throw source.unsupported("its pickle is nested deeper than " + PickleLimits.DEPTH);
        }
        below.push(items);
        items = new ArrayList<>();
    }

    List<PickleValue> popToMark() {
        if (below.isEmpty()) {
            throw source.notACheckpoint("damaged: its pickle closes what it did not open");
        }
        List<PickleValue> taken = items;
        items = below.pop();
        depth--;
        return taken;
    }

    void put(long index) {
        memo.put(index, top());
        if (memo.size() > PickleLimits.MEMO) {
            throw source.unsupported("its pickle remembers more than " + PickleLimits.MEMO + " values");
        }
    }

    void memoize() {
        put(memo.size());
    }

    void get(long index) {
        PickleValue value = memo.get(index);
        if (value == null) {
            throw source.notACheckpoint("damaged: its pickle refers to a value it has not made");
        }
        push(value);
    }
}
