/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A SHA-256 digest, printed as 64 lower-case hexadecimal digits. */
public record Sha256(@JsonValue String hex) implements Comparable<Sha256> {
    /** @throws IllegalArgumentException unless {@code hex} is 64 lower-case hexadecimal digits */
    @JsonCreator
    public Sha256 {
        if (hex.length() != 64 || !Ids.consistsOf(hex, c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
            throw new IllegalArgumentException("not a SHA-256 digest: " + hex);
        }
    }

    /** Digest of these bytes. */
    public static Sha256 of(byte[] bytes) {
        return finish(newDigest().digest(bytes));
    }

    /** Digest of this text in UTF-8. */
    public static Sha256 of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The digest that {@code digest} has gathered; the digest is reset by it. */
    public static Sha256 of(MessageDigest digest) {
        return finish(digest.digest());
    }

    /** A fresh SHA-256, for streaming. */
    public static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    /** The first twelve digits, for people. */
    public String brief() {
        return hex.substring(0, 12);
    }

    @Override
    public int compareTo(Sha256 other) {
        return hex.compareTo(other.hex);
    }

    @Override
    public String toString() {
        return hex;
    }

    private static Sha256 finish(byte[] digest) {
        return new Sha256(HexFormat.of().formatHex(digest));
    }
}
