package io.gatehouse.http.metrics;

/** Methods as labels: those that everybody knows, and one for all others, since clients may invent any number. */
enum MethodLabel {
    GET(0),
    HEAD(1),
    POST(2),
    PUT(3),
    PATCH(4),
    DELETE(5),
    OPTIONS(6),
    OTHER(7);

    private final int index;

    MethodLabel(int index) {
        this.index = index;
    }

    /** The place of this label in arrays, from zero. */
    int index() {
        return index;
    }

    static MethodLabel of(String method) {
        return switch (method) {
            case "GET" -> GET;
            case "HEAD" -> HEAD;
            case "POST" -> POST;
            case "PUT" -> PUT;
            case "PATCH" -> PATCH;
            case "DELETE" -> DELETE;
            case "OPTIONS" -> OPTIONS;
            default -> OTHER;
        };
    }
}
