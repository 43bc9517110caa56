package io.gatehouse.compiler.document;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.EllipticCurve;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** Says which algorithms a public key can be used with. */
final class PublicKeyUse {

    private static final Set<TokenAlgorithm> RSA = EnumSet.range(TokenAlgorithm.RS256, TokenAlgorithm.PS512);

    private static final Map<TokenAlgorithm, String> CURVES = Map.of(
            TokenAlgorithm.ES256, "secp256r1", TokenAlgorithm.ES384, "secp384r1", TokenAlgorithm.ES512, "secp521r1");

    /** Shorter ones are broken, longer ones cost so much time that a token of a stranger would hold up others. */
    private static final int LEAST_RSA_BITS = 2048;

    private static final int MOST_RSA_BITS = 8192;

    private PublicKeyUse() {}

    /** The algorithms; none if the key is of no kind, size or curve that is accepted. */
    static Set<TokenAlgorithm> of(PublicKey key) {
        if (key instanceof RSAPublicKey rsa) {
            int bits = rsa.getModulus().bitLength();
            return bits < LEAST_RSA_BITS || bits > MOST_RSA_BITS ? Set.of() : RSA;
        }
        if (key instanceof ECPublicKey ec) {
            return elliptic(ec);
        }
        boolean edwards =
                key instanceof EdECPublicKey ed && ed.getParams().getName().equals("Ed25519");
        return edwards ? Set.of(TokenAlgorithm.EDDSA) : Set.of();
    }

    /** Each curve has one algorithm. */
    private static Set<TokenAlgorithm> elliptic(ECPublicKey key) {
        for (Map.Entry<TokenAlgorithm, String> curve : CURVES.entrySet()) {
            ECParameterSpec known = parameters(curve.getValue());
            ECParameterSpec own = key.getParams();
            boolean same = known.getCurve().equals(own.getCurve())
                    && known.getGenerator().equals(own.getGenerator())
                    && known.getOrder().equals(own.getOrder());
            if (same) {
                return liesOn(known.getCurve(), key.getW()) ? Set.of(curve.getKey()) : Set.of();
            }
        }
        return Set.of();
    }

    private static ECParameterSpec parameters(String curve) {
        try {
            AlgorithmParameters named = AlgorithmParameters.getInstance("EC");
            named.init(new ECGenParameterSpec(curve));
            return named.getParameterSpec(ECParameterSpec.class);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("the runtime does not know the curve " + curve, impossible);
        }
    }

    private static boolean liesOn(EllipticCurve curve, ECPoint point) {
        if (point.equals(ECPoint.POINT_INFINITY) || !(curve.getField() instanceof ECFieldFp field)) {
            return false;
        }
        BigInteger p = field.getP();
        BigInteger x = point.getAffineX();
        BigInteger y = point.getAffineY();
        BigInteger right = x.pow(3).add(curve.getA().multiply(x)).add(curve.getB());
        boolean inField = x.signum() >= 0 && y.signum() >= 0 && x.compareTo(p) < 0 && y.compareTo(p) < 0;
        return inField && y.pow(2).subtract(right).mod(p).signum() == 0;
    }
}
