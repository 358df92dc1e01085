/** Which characters are worth a look at all. */

/** Anything but printable ASCII, tabulators and line ends. */
export const UNUSUAL = /[^\t\r\n\u0020-\u007e]|\r(?!\n)/;

export const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/;
