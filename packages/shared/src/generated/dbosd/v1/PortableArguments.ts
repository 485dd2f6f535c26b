// Original file: proto/dbosd/v1/workflow_service.proto


/**
 * Arguments, each as JSON.
 */
export interface PortableArguments {
  /**
   * The positional arguments in order, each a JSON text.
   */
  'positionalJson'?: (string)[];
  /**
   * The named arguments, each a JSON text. Python passes them as keywords; TypeScript ignores them.
   */
  'namedJson'?: ({[key: string]: string});
}

/**
 * Arguments, each as JSON.
 */
export interface PortableArguments__Output {
  /**
   * The positional arguments in order, each a JSON text.
   */
  'positionalJson': (string)[];
  /**
   * The named arguments, each a JSON text. Python passes them as keywords; TypeScript ignores them.
   */
  'namedJson': ({[key: string]: string});
}
