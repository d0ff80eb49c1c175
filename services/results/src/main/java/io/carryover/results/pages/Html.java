/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.pages;

import io.carryover.contracts.id.Sha256;
import io.carryover.results.ResultsConfig;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Pages as answers: headers that let a browser run and load nothing but our own files. */
@ApplicationScoped
class Html {
    private final String policy;
    private final String gateway;
    private final String style;
    private final String script;

    @Inject
    Html(ResultsConfig config) {
        String configured = config.gatewayUrl().orElse("");
        this.gateway = configured.replaceAll("/+$", "");
        this.policy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'"
                + (configured.isEmpty() ? "" : " " + configured)
                + "; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
        this.style = asset("carryover.css");
        this.script = asset("carryover.js");
    }

    /** Where browsers find the gateway, empty for the same origin. */
    String gateway() {
        return gateway;
    }

    Shell shell(String title) {
        return new Shell(title, gateway, style, script);
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

    /** The digest in the address lets browsers keep the file until it changes. */
    static String asset(String name) {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        try (InputStream in = loader.getResourceAsStream("META-INF/resources/assets/" + name)) {
            if (in == null) {
                throw new IllegalStateException("no " + name + " in this build");
            }
            return "/assets/" + name + "?v=" + Sha256.of(in.readAllBytes()).brief();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
