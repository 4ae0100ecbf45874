"""Every uploaded picture passes one pipeline: bound, clean, re-encode, derive.

No concrete models: an upper package inherits `fields.PictureFields` and registers its model by
`registry.register_picture_model`; the worker then sweeps it. `cms` calls
`cleaning.clean_upload` for Wagtail's images.
"""
