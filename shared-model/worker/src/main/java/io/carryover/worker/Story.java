/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.worker;

import io.carryover.contracts.job.ArtifactRef;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Gathers the last lines that an attempt logged, for the story of its failure. */
final class Story extends Handler implements AutoCloseable {
    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(Story.class);
    private static final int MOST_LINES = 200;
    private static final int LONGEST_LINE = 2_000;

    private final String attempt;
    private final Deque<String> lines = new ArrayDeque<>();
    private final SimpleFormatter formatter = new SimpleFormatter();

    private Story(String attempt) {
        this.attempt = attempt;
        setLevel(Level.INFO);
    }

    /** Listens to the log until it is closed. */
    static Story of(String attempt) {
        Story story = new Story(attempt);
        Logger.getLogger("").addHandler(story);
        return story;
    }

    @Override
    public void publish(LogRecord record) {
        if (!isLoggable(record) || !attempt.equals(MDC.get("attempt"))) {
            return;
        }
        String text = Instant.ofEpochMilli(record.getMillis()) + " " + record.getLevel() + " " + record.getLoggerName()
                + ": " + formatter.formatMessage(record);
        synchronized (lines) {
            if (lines.size() == MOST_LINES) {
                lines.removeFirst();
            }
            lines.addLast(text.length() > LONGEST_LINE ? text.substring(0, LONGEST_LINE) : text);
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        Logger.getLogger("").removeHandler(this);
    }

    /** Keeps log excerpt and stack trace as a blob; its digest, unless the store is away. */
    Optional<String> keep(JobStore store, Throwable problem) {
        StringWriter text = new StringWriter();
        synchronized (lines) {
            lines.forEach(line -> text.append(line).append('\n'));
        }
        text.append('\n');
        problem.printStackTrace(new PrintWriter(text, true));
        try {
            byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
            return Optional.of(store.put(bytes, ArtifactRef.TEXT).sha256().hex());
        } catch (RuntimeException e) {
            LOG.warn("the story of attempt {} is lost: {}", attempt, e.toString());
            return Optional.empty();
        }
    }

    /** What every thread of this process does now, up to {@code longest} characters, the job's first. */
    static String threads(int longest) {
        StringBuilder text = new StringBuilder();
        Map<Thread, StackTraceElement[]> all = Thread.getAllStackTraces();
        all.entrySet().stream()
                .sorted(java.util.Comparator.comparing((Map.Entry<Thread, StackTraceElement[]> e) ->
                        !e.getKey().getName().startsWith("job-")))
                .forEach(entry -> {
                    text.append('"').append(entry.getKey().getName()).append("\" ");
                    text.append(entry.getKey().getState()).append('\n');
                    for (StackTraceElement frame : entry.getValue()) {
                        text.append("    at ").append(frame).append('\n');
                    }
                });
        return text.substring(0, Math.min(text.length(), longest));
    }
}
