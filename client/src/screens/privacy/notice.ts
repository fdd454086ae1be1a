/** The version of the notice whose words the catalogues hold; the server's `NOTICE_VERSION`. */
export const NOTICE_VERSION = 2;
