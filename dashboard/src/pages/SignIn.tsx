import { useEffect, useRef, useState, type FormEvent } from "react";
import { session } from "../api/session";
import { Logo } from "../parts/Logo";

/** Asks for the admin token. */
export function SignInPage({ refused }: { refused: boolean }) {
  const [token, setToken] = useState("");
  const [problem, setProblem] = useState<string | null>(refused ? "The gateway does not accept this token." : null);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    document.title = "Sign in – Gatehouse";
    input.current?.focus();
  }, []);

  const signIn = (event: FormEvent): void => {
    event.preventDefault();
    const entered = token.trim();
    if (!/^[\x21-\x7e]+$/.test(entered)) {
      setProblem("A token is visible ASCII without spaces.");
      return;
    }
    session.signIn(entered);
  };

  return (
    <main className="sign-in">
      <form className="panel" onSubmit={signIn}>
        <Logo />
        <h1>Sign in to Gatehouse</h1>
        <p className="quiet">This admin port wants the token that its configuration has as admin.token.</p>
        <label htmlFor="token">Admin token</label>
        <input
          id="token"
          ref={input}
          type="password"
          autoComplete="off"
          value={token}
          onChange={(event) => setToken(event.target.value)}
          aria-invalid={problem !== null}
          aria-describedby={problem === null ? undefined : "token-problem"}
        />
        {problem !== null && (
          <p id="token-problem" className="field-problem" role="alert">
            {problem}
          </p>
        )}
        <button type="submit" className="button primary">
          Sign in
        </button>
        <p className="quiet small-print">It is kept until this tab is closed.</p>
      </form>
    </main>
  );
}
