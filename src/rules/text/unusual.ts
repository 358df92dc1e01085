/** Which characters are worth a look at all. */

/* eslint-disable no-control-regex -- control characters are what is told apart here */

/** Anything but printable ASCII, tabulators and line ends. */
export const UNUSUAL = /[^\t\r\n\u0020-\u007e]|\r(?!\n)/;

export const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/;
