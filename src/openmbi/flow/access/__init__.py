"""Users, and how they prove who they are: passwords, an identity provider, sessions, tokens.

- `desk.AccessDesk(bureau)`: users, sessions, tokens and settings of a bureau; `has_users`.
- `sign_in.sign_in(desk, user, password, *, now, source) -> Session`; `Session.secret` goes into the cookie and is never told again.
- `sessions.viewer_of(desk, secret, *, now) -> Viewer | None`; None too while the password must be changed first, which `sessions.held` tells:
  `held(desk, secret, *, now) -> Held | None` (`viewer`, `user`, `session`, `must_change_password`). `sign_out(desk, secret, *, now)`.
- `tokens.viewer_of_token(desk, token, *, now) -> Viewer | None`: a viewer that reads only.
- `oidc.begin(desk, redirect) -> Begun` (`address` to send the browser to, `kept` to keep in a signed cookie until it comes back);
  `oidc.finish(desk, kept, answer, *, now, source) -> Session`, where `answer` is the query of the address by which it came back.
- `changes.change_own_password(desk, user, old, new, *, now)`, and what officers do, which the gate asks for: `openmbi.flow.gate.users`.

Whoever may not sign in raises the Problem `access.refused`, in the same words for every reason.
"""
