/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.pages;

import io.carryover.contracts.id.Sha256;
import io.carryover.results.ResultsConfig;
import io.carryover.results.Tenants;
import io.carryover.results.pages.chart.DataTable;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Pages as answers: headers that let a browser run and load nothing but our own files. */
@ApplicationScoped
class Html {
    private final Tenants tenants;
    private final String policy;
    private final String gateway;
    private final String style;
    private final String script;
    private final String library;
    private final String charts;

    @Inject
    Html(ResultsConfig config, Tenants tenants) {
        this.tenants = tenants;
        String configured = config.gatewayUrl().orElse("");
        this.gateway = configured.replaceAll("/+$", "");
        this.policy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'"
                + (configured.isEmpty() ? "" : " " + configured)
                + "; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
        this.style = asset("carryover.css");
        this.script = asset("carryover.js");
        this.library = "/_static/echarts/" + echartsVersion() + "/dist/echarts.min.js";
        this.charts = asset("charts.js");
    }

    /** Where browsers find the gateway, empty for the same origin. */
    String gateway() {
        return gateway;
    }

    Shell shell(String title) {
        return new Shell(
                title,
                gateway,
                style,
                script,
                library,
                charts,
                tenants.signedIn().orElse(""));
    }

    @CheckedTemplate(basePath = "results")
    static final class Templates {
        private Templates() {}

        static native TemplateInstance missing(String what, Shell shell);
    }

    /** 404, in words. */
    Response missing(String what) {
        return Response.fromResponse(page(Templates.missing(what, shell("Not found"))))
                .status(404)
                .build();
    }

    Response page(TemplateInstance template) {
        return Response.ok(template.render(), MediaType.TEXT_HTML + ";charset=UTF-8")
                .header("Content-Security-Policy", policy)
                .header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "same-origin")
                .header("Cache-Control", "no-cache")
                .build();
    }

    /** A table as a file. */
    Response csv(String name, DataTable table) {
        return Response.ok(table.csv(), "text/csv;charset=UTF-8")
                .header("Content-Disposition", "attachment; filename=\"carryover-%s.csv\"".formatted(name))
                .header("X-Content-Type-Options", "nosniff")
                .header("Cache-Control", "no-cache")
                .build();
    }

    /** The library's files lie in its jar under its version. */
    private static String echartsVersion() {
        Properties pom = new Properties();
        try (InputStream in = file("META-INF/maven/org.mvnpm/echarts/pom.properties")) {
            pom.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return pom.getProperty("version", "");
    }

    private static InputStream file(String path) {
        InputStream in = Thread.currentThread().getContextClassLoader().getResourceAsStream(path);
        if (in == null) {
            throw new IllegalStateException("no " + path + " in this build");
        }
        return in;
    }

    /** The digest in the address lets browsers keep the file until it changes. */
    static String asset(String name) {
        try (InputStream in = file("META-INF/resources/assets/" + name)) {
            return "/assets/" + name + "?v=" + Sha256.of(in.readAllBytes()).brief();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
