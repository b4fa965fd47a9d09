/** Everything before the last `@`, in a text that is a URL or has a colon there: `nats://user:password@`. */
const LOGIN = /^([a-z][a-z\d+.-]*:\/\/)?(?:(?<=\/\/)|(?=[^@]*:)).*@/is;

/** Removes user and password from a URL, right or wrong, so that it can be shown: `nats://…@10.0.0.1`. */
export function hideLogin(url: string): string {
  return url.replace(LOGIN, "$1…@");
}
