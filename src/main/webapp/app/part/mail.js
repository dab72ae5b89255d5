/**
 * The address of an e-mail to somebody. What a record holds stays an address: it adds no subject, copy or second
 * receiver.
 *
 * @param {string} email
 * @returns {string}
 */
export function mailTo(email) {
  const at = email.lastIndexOf('@');
  const parts = at < 0 ? [email] : [email.slice(0, at), email.slice(at + 1)];
  // Half a character cannot be encoded.
  return `mailto:${parts.map((part) => encodeURIComponent(part.replace(/\p{Surrogate}/gu, '\ufffd'))).join('@')}`;
}

/**
 * @param {string} phone as people write it; what no telephone can dial is left away
 * @returns {string}
 */
export const telTo = (phone) => `tel:${phone.trim().replace(/(?!^\+)\D/g, '')}`;
