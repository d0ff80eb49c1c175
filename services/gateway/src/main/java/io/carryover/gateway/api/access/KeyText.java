/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api.access;

import io.carryover.contracts.id.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of a key: {@code co_<id>_<secret>}. The prefix lets scanners of secrets find one that was published by mistake.
 *
 * @param id names the key, and is no secret
 * @param secret 256 random bits or more
 */
record KeyText(String id, String secret) {
    /** What every key begins with. */
    static final String PREFIX = "co_";

    private static final Pattern FORM = Pattern.compile("co_([a-z0-9]{4,32})_([A-Za-z0-9]{43,128})");
    private static final int ID_BYTES = 8;
    private static final int SECRET_BYTES = 32;

    /** The parts of a text that has the form of a key. */
    static Optional<KeyText> parse(String text) {
        Matcher form = FORM.matcher(text);
        return form.matches() ? Optional.of(new KeyText(form.group(1), form.group(2))) : Optional.empty();
    }

    /** A new one. */
    static KeyText fresh(SecureRandom random) {
        return new KeyText(hex(random, ID_BYTES), hex(random, SECRET_BYTES));
    }

    private static String hex(SecureRandom random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /**
     * What is kept of the secret, SHA-256 in hexadecimal. A fast digest is right here: slow ones protect what people choose, and nobody guesses
     * 256 random bits.
     */
    String digest() {
        return Sha256.of(secret).hex();
    }

    /** Whether its secret is the one of that digest; takes as long whatever the answer. */
    boolean hasDigest(String kept) {
        return MessageDigest.isEqual(
                digest().getBytes(StandardCharsets.US_ASCII), kept.getBytes(StandardCharsets.US_ASCII));
    }

    /** All of it, to be given away once. */
    String text() {
        return PREFIX + id + "_" + secret;
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return PREFIX + id + "_…";
    }
}
