/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.pickle;

import io.carryover.vision.pickle.PickleValue.Big;
import io.carryover.vision.pickle.PickleValue.Bool;
import io.carryover.vision.pickle.PickleValue.Int;
import io.carryover.vision.pickle.PickleValue.Real;
import java.math.BigInteger;

/** Numbers as pickles spell them. */
final class PickleNumbers {
    private PickleNumbers() {}

    static PickleValue of(long value) {
        return new Int(value);
    }

    static PickleValue signed(PickleInput in) {
        int value = (int) in.little(4);
        return new Int(value);
    }

    static PickleValue binary(PickleInput in, long length) {
        if (length < 0 || length > PickleLimits.INTEGER_BYTES) {
            throw in.source().unsupported("its pickle holds an integer of " + length + " bytes");
        }
        byte[] little = in.bytes(length);
        byte[] big = new byte[little.length];
        for (int i = 0; i < big.length; i++) {
            big[i] = little[big.length - 1 - i];
        }
        return big.length == 0 ? new Int(0) : shortest(new BigInteger(big));
    }

    static PickleValue line(PickleInput in) {
        String line = in.line();
        return switch (line) {
            case "00" -> Bool.FALSE;
            case "01" -> Bool.TRUE;
            default -> decimal(in, line);
        };
    }

    static PickleValue longLine(PickleInput in) {
        String line = in.line();
        return decimal(in, line.endsWith("L") ? line.substring(0, line.length() - 1) : line);
    }

    static PickleValue floatLine(PickleInput in) {
        try {
            return new Real(Double.parseDouble(in.line()));
        } catch (NumberFormatException _) {
            throw damaged(in);
        }
    }

    static long index(PickleInput in) {
        try {
            return Integer.parseInt(in.line());
        } catch (NumberFormatException _) {
            throw damaged(in);
        }
    }

    private static PickleValue decimal(PickleInput in, String digits) {
        if (digits.length() > 2 * PickleLimits.INTEGER_BYTES) {
            throw damaged(in);
        }
        try {
            return shortest(new BigInteger(digits));
        } catch (NumberFormatException _) {
            throw damaged(in);
        }
    }

    private static PickleValue shortest(BigInteger value) {
        return value.bitLength() < Long.SIZE ? new Int(value.longValue()) : new Big(value);
    }

    private static RuntimeException damaged(PickleInput in) {
        return in.source().notACheckpoint("damaged: its pickle spells a number wrongly");
    }
}
