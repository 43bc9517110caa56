package io.gatehouse.http.admin;

import org.jspecify.annotations.Nullable;

/** Makes the answers of the SOAJS maintenance routes. They are always 200: whether it went well is said by {@code result}. */
public final class SoajsResponses {

    private final AdminView view;
    private final Awareness awareness;

    public SoajsResponses(AdminView view) {
        this.view = view;
        this.awareness = new Awareness(view);
    }

    /** An answer that tells no more than how it went. */
    public AdminResponse plain(AdminRequest request, boolean result) {
        return of(request, result, null);
    }

    /** The services with their hosts, and how these are. */
    public AdminResponse hosts(AdminRequest request) {
        return of(request, true, awareness.hosts());
    }

    /** What is served after it has been loaded again; nothing of it where that failed. */
    public AdminResponse registry(AdminRequest request, boolean result) {
        return of(request, result, result ? awareness.registry() : null);
    }

    private AdminResponse of(AdminRequest request, boolean result, @Nullable Object data) {
        var speaker = new SoajsResponse.Speaker("gatehouse", view.version(), "rest", request.path());
        return AdminResponse.json(200, new SoajsResponse(result, view.now(), speaker, data));
    }
}
