/** The fields of an address, in what Rakuten sends and in what is stored of it. */
export const addressFields = <Field>(text: Field) => ({
  firstname: text,
  lastname: text,
  address1: text,
  address2: text,
  zipcode: text,
  city: text,
  state: text,
  country: text,
  countryalpha2: text,
  phonenumber1: text,
  phonenumber2: text,
})

/** The fields of a pickup point. */
export const relayFields = <Field>(text: Field) => ({
  id: text,
  name: text,
  firstname: text,
  lastname: text,
  address: text,
  zipcode: text,
  city: text,
  country: text,
  countryalpha2: text,
})
