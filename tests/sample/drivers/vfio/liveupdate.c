// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * VFIO hands a device to the next kernel, the way it should not be done.
 */
#include <linux/kexec_handover.h>
#include <linux/vfio.h>

int vfio_preserve(struct vfio_device *device)
{
	struct pci_saved_state *state = pci_store_saved_state(device->pdev);
	struct vfio_device_ser *ser = kho_alloc_preserve(sizeof(*ser));

	if (!ser || !state)
		return -12;
	for (int i = 0; i < 16; i++)
		ser->config[i] = state->config[i];
	ser->reset_works = device->reset_works;
	ser->irqs = device->irqs;
	ser->device = device;
	return kho_add_subtree("vfio", ser, sizeof(*ser));
}

int vfio_restore(struct vfio_device *device)
{
	struct vfio_device_ser *ser;
	size_t size;

	ser = kho_retrieve_subtree("vfio", &size);
	if (!ser)
		return -2;
	device->reset_works = ser->reset_works;
	device->irqs = ser->irqs;
	return 0;
}
