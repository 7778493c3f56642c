// A real OpenID provider on a free port of this machine: says where it listens, then serves until its input ends.
// Arguments: the client's address to come back to, and the people it knows as JSON: {subject: {email, email_verified}}.
import { createServer } from "node:http";
import "./older_node.mjs";

// Not at the top: what an older Node lacks has to be there first.
const { Provider } = await import("oidc-provider");

const [back, leave, people] = [process.argv[2], process.argv[3], JSON.parse(process.argv[4])];
const server = createServer().listen(0, "127.0.0.1", () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: "field-visits",
        client_secret: "known-to-the-tests-only",
        redirect_uris: [back],
        post_logout_redirect_uris: [leave],
      },
    ],
    claims: { email: ["email", "email_verified"], profile: ["name"] },
    cookies: { keys: ["of-the-tests"] },
    pkce: { required: () => true },
    features: { devInteractions: { enabled: true } },
    findAccount: (_, subject) => ({
      accountId: subject,
      claims: () => ({ sub: subject, ...people[subject] }),
    }),
  });
  server.on("request", provider.callback());
  console.log(issuer);
});
process.stdin.on("end", () => process.exit()).resume();
