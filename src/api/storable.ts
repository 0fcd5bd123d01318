/** PostgreSQL holds no NUL in text, and a lone half of a surrogate pair would be changed on its way there. */
export function isStorable(text: string): boolean {
  return !/[\0\p{Surrogate}]/u.test(text)
}
