package io.gatehouse.http.tls;

import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * A native engine that does as the JDK's: it lets itself be told that sessions may be made, as Undertow does, and says why a handshake has failed when it is
 * to begin again.
 */
final class NativeEngine extends SSLEngine {

    private final SSLEngine engine;
    private @Nullable SSLException failure;

    NativeEngine(SSLEngine engine) {
        this.engine = engine;
    }

    @Override
    public void setEnableSessionCreation(boolean may) {}

    @Override
    public void beginHandshake() throws SSLException {
        if (failure != null) {
            throw new SSLException("the handshake has failed", failure);
        }
        engine.beginHandshake();
    }

    @Override
    public void closeInbound() throws SSLException {
        engine.closeInbound();
    }

    @Override
    public void closeOutbound() {
        engine.closeOutbound();
    }

    @Override
    public Runnable getDelegatedTask() {
        return engine.getDelegatedTask();
    }

    @Override
    public boolean getEnableSessionCreation() {
        return engine.getEnableSessionCreation();
    }

    @Override
    public String[] getEnabledCipherSuites() {
        return engine.getEnabledCipherSuites();
    }

    @Override
    public String[] getEnabledProtocols() {
        return engine.getEnabledProtocols();
    }

    @Override
    public HandshakeStatus getHandshakeStatus() {
        return engine.getHandshakeStatus();
    }

    @Override
    public SSLSession getHandshakeSession() {
        return engine.getHandshakeSession();
    }

    @Override
    public boolean getNeedClientAuth() {
        return engine.getNeedClientAuth();
    }

    @Override
    public SSLSession getSession() {
        return engine.getSession();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return engine.getSupportedCipherSuites();
    }

    @Override
    public String[] getSupportedProtocols() {
        return engine.getSupportedProtocols();
    }

    @Override
    public boolean getUseClientMode() {
        return engine.getUseClientMode();
    }

    @Override
    public boolean getWantClientAuth() {
        return engine.getWantClientAuth();
    }

    @Override
    public boolean isInboundDone() {
        return engine.isInboundDone();
    }

    @Override
    public boolean isOutboundDone() {
        return engine.isOutboundDone();
    }

    @Override
    public void setEnabledCipherSuites(String[] a) {
        engine.setEnabledCipherSuites(a);
    }

    @Override
    public void setEnabledProtocols(String[] a) {
        engine.setEnabledProtocols(a);
    }

    @Override
    public void setNeedClientAuth(boolean a) {
        engine.setNeedClientAuth(a);
    }

    @Override
    public void setUseClientMode(boolean a) {
        engine.setUseClientMode(a);
    }

    @Override
    public void setWantClientAuth(boolean a) {
        engine.setWantClientAuth(a);
    }

    @Override
    public SSLParameters getSSLParameters() {
        return engine.getSSLParameters();
    }

    @Override
    public void setSSLParameters(SSLParameters a) {
        engine.setSSLParameters(a);
    }

    @Override
    public String getApplicationProtocol() {
        return engine.getApplicationProtocol();
    }

    @Override
    public String getHandshakeApplicationProtocol() {
        return engine.getHandshakeApplicationProtocol();
    }

    @Override
    public SSLEngineResult wrap(ByteBuffer a, ByteBuffer b) throws SSLException {
        return noting(() -> engine.wrap(a, b));
    }

    @Override
    public SSLEngineResult wrap(ByteBuffer[] a, ByteBuffer b) throws SSLException {
        return noting(() -> engine.wrap(a, b));
    }

    @Override
    public SSLEngineResult wrap(ByteBuffer[] a, int from, int count, ByteBuffer b) throws SSLException {
        return noting(() -> engine.wrap(a, from, count, b));
    }

    @Override
    public SSLEngineResult unwrap(ByteBuffer a, ByteBuffer b) throws SSLException {
        return unwrap(a, new ByteBuffer[] {b}, 0, 1);
    }

    @Override
    public SSLEngineResult unwrap(ByteBuffer a, ByteBuffer[] b) throws SSLException {
        return unwrap(a, b, 0, b.length);
    }

    @Override
    public SSLEngineResult unwrap(ByteBuffer a, ByteBuffer[] b, int from, int count) throws SSLException {
        return noting(() -> reportingTheEnd(engine.unwrap(a, b, from, count), a, b, from, count));
    }

    private interface Step {
        SSLEngineResult take() throws SSLException;
    }

    private SSLEngineResult noting(Step step) throws SSLException {
        try {
            return step.take();
        } catch (SSLException e) {
            failure = failure == null ? e : failure;
            throw e;
        }
    }

    /**
     * Netty's engine says the end of a handshake with the call behind the one that has read its last message, and also with a result that
     * says that there is no room, which Undertow tries again without a look at it. It is said here with the message itself.
     */
    private SSLEngineResult reportingTheEnd(
            SSLEngineResult result, ByteBuffer source, ByteBuffer[] to, int from, int count) throws SSLException {
        if (result.getHandshakeStatus() != HandshakeStatus.NEED_UNWRAP
                || result.getStatus() != Status.OK
                || result.bytesConsumed() == 0
                || source.hasRemaining()) {
            return result;
        }
        SSLEngineResult next = engine.unwrap(source, to, from, count);
        return new SSLEngineResult(
                next.getStatus() == Status.BUFFER_UNDERFLOW ? Status.OK : next.getStatus(),
                next.getHandshakeStatus(),
                result.bytesConsumed(),
                result.bytesProduced() + next.bytesProduced());
    }
}
