package io.gatehouse.security.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.configuration.Secret;
import io.gatehouse.domain.identity.KeyMaterial;
import io.gatehouse.domain.identity.TokenIssuer;
import io.gatehouse.domain.identity.TokenVerdict;
import io.gatehouse.domain.identity.Verdicts;
import io.gatehouse.domain.time.ManualClock;
import io.gatehouse.security.fixture.Issuers;
import io.gatehouse.security.fixture.JwtText;
import io.gatehouse.security.fixture.SigningKey;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What claims must be like, as a table: single quotes stand for double ones, T for this second. */
class ClaimRulesTest {

    private static final SigningKey KEY = SigningKey.of("HS256", "");
    private static final KeyMaterial SECRET = new KeyMaterial.Shared(Secret.parse(KEY.secret()));
    private static final long NOW = ManualClock.START_MILLIS / 1000;

    private final GatewayTokenVerifier verifier =
            new GatewayTokenVerifier(TokenVerificationSettings.DEFAULT, new ManualClock());

    @AfterEach
    void stop() {
        verifier.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'exp':T+600                               | good
            'exp':T+1                                 | good
            'exp':T+600.75                            | good
            'exp':6.0e10                              | good
            'exp':T                                   | good
            'exp':T-29                                | good
            'exp':T-29.5                              | good
            'exp':T-30                                | the token has expired
            'exp':T-31                                | the token has expired
            'exp':0                                   | the token has expired
            'exp':253402300799                        | good
            'exp':253402300800                        | the token has an invalid time
            'exp':-1                                  | the token has an invalid time
            'exp':'T+600'                             | the token has an invalid time
            'exp':true                                | the token has an invalid time
            'exp':[T+600]                             | the token has an invalid time
            'exp':null                                | the token has no expiry
            'iat':T                                   | the token has no expiry
            'exp':T+600,'nbf':T                       | good
            'exp':T+600,'nbf':T+30                    | good
            'exp':T+600,'nbf':T+31                    | the token is not valid yet
            'exp':T+600,'nbf':null                    | the token has an invalid time
            'exp':T+600,'nbf':'T'                     | the token has an invalid time
            'exp':T+600,'iat':T+30                    | good
            'exp':T+600,'iat':T+31                    | the token was issued in the future
            'exp':T+600,'iat':T-100000000             | good
            'exp':T+600,'iat':{}                      | the token has an invalid time
            """)
    void judgesTimes(String claims, String verdict) {
        assertThat(judge(Issuers.signed("tenant/acme", KEY), "'sub':'ann'," + claims))
                .isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'iss':'me','aud':'shop'                   | good
            'iss':'me','aud':['other','shop']         | good
            'iss':'me','aud':['shop']                 | good
            'iss':'ME','aud':'shop'                   | the token is not by the accepted issuer
            'iss':'me ','aud':'shop'                  | the token is not by the accepted issuer
            'iss':['me'],'aud':'shop'                 | the token is not by the accepted issuer
            'iss':null,'aud':'shop'                   | the token is not by the accepted issuer
            'aud':'shop'                              | the token is not by the accepted issuer
            'iss':'me'                                | the token is not meant for this audience
            'iss':'me','aud':'Shop'                   | the token is not meant for this audience
            'iss':'me','aud':'shop other'             | the token is not meant for this audience
            'iss':'me','aud':[]                       | the token is not meant for this audience
            'iss':'me','aud':['shop',1]               | the token is not meant for this audience
            'iss':'me','aud':{'shop':1}               | the token is not meant for this audience
            """)
    void judgesIssuerAndAudience(String claims, String verdict) {
        var issuer = Issuers.strict("tenant/acme", SECRET, "me", "shop", "HS256");
        assertThat(judge(issuer, "'sub':'ann','exp':T+600," + claims)).isEqualTo(verdict);
    }

    @Test
    void asksForNoIssuerAndAudienceWhereNoneIsConfigured() {
        assertThat(judge(Issuers.signed("tenant/acme", KEY), "'sub':'ann','exp':T+600,'iss':'x','aud':7"))
                .isEqualTo("good");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'sub':'ann'                               | ann []
            'sub':7                                   | 7 []
            'sub':-7                                  | -7 []
            'sub':9007199254740993                    | 9007199254740993 []
            'sub':'ann','groups':null                 | ann []
            'sub':'ann','groups':[]                   | ann []
            'sub':'ann','groups':['b','a','b']        | ann [a, b]
            'sub':'ann','groups':['CN=a,OU=b']        | ann [CN=a,OU=b]
            'sub':'ann','groups':'b a'                | ann [a, b]
            'sub':'ann','groups':' b,a ,, b '         | ann [a, b]
            'sub':'ann','groups':''                   | ann []
            'sub':'\\ud83d\\ude00'                    | \uD83D\uDE00 []
            'sub':''                                  | the token names no user
            'sub':'  '                                | the token names no user
            'sub':7.5                                 | the token names no user
            'sub':99999999999999999999                | the token names no user
            'sub':true                                | the token names no user
            'sub':['ann']                             | the token names no user
            'sub':'a\\nb'                             | the token names no user
            'sub':'a\\u007fb'                         | the token names no user
            'sub':'a\\udc00b'                         | the token names no user
            'user':'ann'                              | the token names no user
            'sub':'ann','groups':7                    | ann [] but 1
            'sub':'ann','groups':{'a':true}           | ann [] but 1
            'sub':'ann','groups':['a',7]              | ann [a] but 1
            'sub':'ann','groups':['a',null,['b'],'c'] | ann [a, c] but 2
            'sub':'ann','groups':['','b']             | ann [b] but 1
            'sub':'ann','groups':['a\\rb']            | ann [] but 1
            'sub':'ann','groups':'a\\rb c'            | ann [c] but 1
            """)
    void readsUserAndGroups(String claims, String verdict) {
        assertThat(user(Issuers.signed("tenant/acme", KEY), claims)).isEqualTo(verdict);
    }

    @Test
    void readsUserAndGroupsFromTheConfiguredClaims() {
        TokenIssuer.Signed usual = Issuers.signed("tenant/acme", KEY);
        var issuer = new TokenIssuer.Signed(
                usual.id(),
                usual.algorithms(),
                usual.keys(),
                null,
                null,
                usual.clockSkew(),
                new TokenIssuer.Claims("email", "scope"));
        assertThat(user(issuer, "'sub':'ann','email':'a@b','groups':['x'],'scope':'read write'"))
                .isEqualTo("a@b [read, write]");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'a':{'id':'ann'},'realm':{'access':{'roles':['x','y']}}             | ann [x, y]
            'a':{'id':'ann'},'realm':{'access':{'roles':'x y'}}                 | ann [x, y]
            'a':{'id':'ann'}                                                    | ann []
            'a':{'id':'ann'},'realm':{'access':{}}                              | ann []
            'a':{'id':'ann'},'realm':{'access':['roles']}                       | ann []
            'a':{'id':'ann'},'realm':'access.roles'                             | ann []
            'a':{'id':'ann'},'realm.access.roles':['z'],'realm':{'access':{'roles':['x']}} | ann [z]
            'a':{'id':'ann'},'realm.access.roles':null,'realm':{'access':{'roles':['x']}}  | ann []
            'a':{'id':'ann'},'realm':{'access.roles':['x']}                     | ann []
            'a':{'id':'ann'},'realm':{'access':{'roles':7}}                     | ann [] but 1
            'a.id':'bob','a':{'id':'ann'}                                       | bob []
            'a':{'id':{'id':'ann'}}                                             | the token names no user
            'a':'ann'                                                           | the token names no user
            'id':'ann'                                                          | the token names no user
            """)
    void readsNestedClaimsThatArePathsOfNames(String claims, String verdict) {
        TokenIssuer.Signed usual = Issuers.signed("tenant/acme", KEY);
        var issuer = new TokenIssuer.Signed(
                usual.id(),
                usual.algorithms(),
                usual.keys(),
                null,
                null,
                usual.clockSkew(),
                new TokenIssuer.Claims("a.id", "realm.access.roles"));
        assertThat(user(issuer, claims)).isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource({"256, 0", "257, 1", "1000, 744"})
    void countsTheFirst256GroupsOnly(int count, int unreadable) {
        String groups = IntStream.range(0, count).mapToObj(i -> "'g" + i + "'").collect(Collectors.joining(","));
        String claims = "'sub':'ann','exp':T+600,'groups':[" + groups + ",'g0']";
        var verdict = (TokenVerdict.Good) verdict(Issuers.signed("tenant/acme", KEY), claims);
        assertThat(verdict.user().groups()).hasSize(256).contains("g0", "g255");
        assertThat(verdict.unreadableGroups()).isEqualTo(unreadable);
    }

    @ParameterizedTest
    @CsvSource({"256, 0", "257, 1"})
    void leavesOutGroupsThatAreTooLong(int length, int unreadable) {
        String claims = "'sub':'ann','exp':T+600,'groups':['" + "g".repeat(length) + "','staff']";
        var verdict = (TokenVerdict.Good) verdict(Issuers.signed("tenant/acme", KEY), claims);
        assertThat(verdict.user().groups()).hasSize(2 - unreadable).contains("staff");
        assertThat(verdict.unreadableGroups()).isEqualTo(unreadable);
    }

    @ParameterizedTest
    @CsvSource({"256, true", "257, false"})
    void boundsHowLongNamesAre(int length, boolean accepted) {
        assertThat(judge(Issuers.signed("tenant/acme", KEY), "'exp':T+600,'sub':'" + "u".repeat(length) + "'"))
                .isEqualTo(accepted ? "good" : "the token names no user");
    }

    private String user(TokenIssuer issuer, String claims) {
        TokenVerdict verdict = verdict(issuer, "'exp':T+600," + claims);
        return verdict instanceof TokenVerdict.Good good
                ? good.user().id() + " " + good.user().groups()
                        + (good.unreadableGroups() == 0 ? "" : " but " + good.unreadableGroups())
                : words(verdict);
    }

    private String judge(TokenIssuer issuer, String claims) {
        return words(verdict(issuer, claims));
    }

    private static String words(TokenVerdict verdict) {
        return verdict instanceof TokenVerdict.Bad bad ? bad.reason() : "good";
    }

    private TokenVerdict verdict(TokenIssuer issuer, String claims) {
        String json = "{" + claims.replace('\'', '"') + "}";
        for (String sum : new String[] {
            "T+600.75", "T-29.5", "T+600", "T+31", "T+30", "T+1", "T-29", "T-30", "T-31", "T-100000000", "T"
        }) {
            double value = NOW + (sum.length() == 1 ? 0 : Double.parseDouble(sum.substring(1)));
            json = json.replaceAll(
                    "(?<![A-Za-z])" + sum.replace("+", "\\+").replace(".", "\\."),
                    value == (long) value ? String.valueOf((long) value) : String.valueOf(value));
        }
        return Verdicts.of(verifier, issuer, JwtText.of(KEY, json));
    }
}
